using System.Collections.Concurrent;
using System.Security.Cryptography;
using Digits.ServiceDefaults.Errors;
using Digits.Test.V1;
using Grpc.Core;

namespace Digits.Gateway.Tests;

/// <summary>The service of the test contract; what it streams and how it takes uploads is up to each test.</summary>
internal sealed class LibraryGrpcService : LibraryService.LibraryServiceBase
{
    private readonly ConcurrentDictionary<string, int> _calls = new();

    public Func<WatchShelfRequest, IServerStreamWriter<WatchShelfResponse>, ServerCallContext, Task> OnWatch { get; set; } = (_, _, _) => Task.CompletedTask;

    public Func<IServerStreamWriter<DownloadBookResponse>, Task> OnDownload { get; set; } = _ => Task.CompletedTask;

    public Func<IAsyncStreamReader<DonateRequest>, ServerCallContext, Task<DonateResponse>> OnDonate { get; set; } = KeepAllAsync;

    /// <summary>Reads a whole upload, keeping sizes and hashes but no bytes.</summary>
    public static async Task<DonateResponse> KeepAllAsync(IAsyncStreamReader<DonateRequest> stream, ServerCallContext context)
    {
        var response = new DonateResponse { Settings = new DonationSettings() };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var request in stream.ReadAllAsync(context.CancellationToken))
        {
            if (request.PartCase == DonateRequest.PartOneofCase.Settings)
            {
                response.Settings.MergeFrom(request.Settings);
                continue;
            }

            if (request.Files.FileName.Length > 0)
            {
                CloseFile(response, hash);
                response.Files.Add(new DonatedFile { Name = request.Files.FileName });
            }

            response.Files[^1].Size += request.Files.Data.Length;
            response.Files[^1].Chunks++;
            hash.AppendData(request.Files.Data.Span);
        }

        CloseFile(response, hash);
        return response;
    }

    public override Task<Book> GetBook(GetBookRequest request, ServerCallContext context) => Task.FromResult(new Book { Title = "found", Request = request });

    public override Task<Book> GetNewestBook(GetNewestBookRequest request, ServerCallContext context) => Task.FromResult(new Book { Title = "newest" });

    public override Task<ListTitlesResponse> ListTitles(ListTitlesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListTitlesResponse { Titles = { "Emma", "Ulysses" } });

    public override Task<UpdateBookResponse> UpdateBook(UpdateBookRequest request, ServerCallContext context) =>
        Task.FromResult(new UpdateBookResponse { Request = request });

    public override Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context) => Task.FromResult(new EchoResponse { Request = request });

    public override Task<ReadFileResponse> ReadFile(ReadFileRequest request, ServerCallContext context) =>
        Task.FromResult(new ReadFileResponse { Path = request.Path });

    public override Task<PurgeCacheResponse> PurgeCache(PurgeCacheRequest request, ServerCallContext context) => Task.FromResult(new PurgeCacheResponse());

    public override async Task<FailResponse> Fail(FailRequest request, ServerCallContext context)
    {
        if (request.Hang)
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        var calls = _calls.AddOrUpdate(request.Message, 1, (_, count) => count + 1);
        if (request.Times > 0 && calls > request.Times)
        {
            return new FailResponse { Calls = calls };
        }

        if (request.Code < 0)
        {
            throw new InvalidOperationException("secret at /var/lib");
        }

        throw request.Reason.Length == 0
            ? new RpcException(new Status((StatusCode)request.Code, request.Message))
            : RpcErrors.InvalidArgument(request.Reason, request.Message, (request.Field, "is bad"));
    }

    public override Task WatchShelf(WatchShelfRequest request, IServerStreamWriter<WatchShelfResponse> responseStream, ServerCallContext context) =>
        OnWatch(request, responseStream, context);

    public override Task DownloadBook(DownloadBookRequest request, IServerStreamWriter<DownloadBookResponse> responseStream, ServerCallContext context) =>
        OnDownload(responseStream);

    public override Task<DonateResponse> Donate(IAsyncStreamReader<DonateRequest> requestStream, ServerCallContext context) => OnDonate(requestStream, context);

    public override Task<WhisperResponse> Whisper(WhisperRequest request, ServerCallContext context)
    {
        context.ResponseTrailers.Add("heard", context.RequestHeaders.GetValue("said") ?? "nothing");
        return Task.FromResult(new WhisperResponse());
    }

    public override async Task Converse(
        IAsyncStreamReader<ConverseRequest> requestStream, IServerStreamWriter<ConverseResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(new ConverseResponse { Text = request.Text }, context.CancellationToken);
        }
    }

    private static void CloseFile(DonateResponse response, IncrementalHash hash)
    {
        if (response.Files.Count > 0)
        {
            response.Files[^1].Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}
