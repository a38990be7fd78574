using System.Net;
using System.Net.Http.Headers;

namespace Digits.Datasets.PublicSets;

/// <summary>Fetches one file from one address, going on where an earlier attempt broke off.</summary>
internal sealed class FileFetcher(
    HttpClient client, IOptions<PublicSetOptions> options, TimeProvider clock, ILogger<FileFetcher> logger)
{
    private const int BufferSize = 1 << 17;

    // Less progress than this counts as a failed attempt.
    private const long Advance = 1 << 16;

    private const int MaxReason = 128;
    private const int MaxDoublings = 6;

    // How much larger than the published file a recompressed copy may be.
    private const long Slack = 1 << 20;

    /// <summary>Fetches the file, trying again while that helps.</summary>
    /// <exception cref="FetchException">The file did not arrive completely. The part that did is kept where a later attempt can continue it.</exception>
    public async Task FetchAsync(PublicFile file, Uri address, PartFile part, InstallProgress progress, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (true)
        {
            var before = part.Length;
            try
            {
                await AttemptAsync(file, address, part, progress, cancellationToken);
                Log.FetchEnded(logger, address.AbsoluteUri, part.Length);
                return;
            }
            catch (FetchException broken)
            {
                Log.FetchBroken(logger, address.AbsoluteUri, part.Length, broken.Message);
                failures = part.Length - before >= Advance ? 0 : failures + 1;
                if (!broken.MayRetry || failures > options.Value.Retries)
                {
                    throw;
                }
            }

            if (failures > 0)
            {
                await Task.Delay(options.Value.RetryDelay * (1 << Math.Min(failures - 1, MaxDoublings)), clock, cancellationToken);
            }
        }
    }

    private async Task AttemptAsync(
        PublicFile file, Uri address, PartFile part, InstallProgress progress, CancellationToken cancellationToken)
    {
        if (file.Size > 0 && part.Length == file.Size)
        {
            return;
        }

        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var request = MakeRequest(file, address, part);
        using var response = await ListenAsync(
            token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), silence, cancellationToken);
        if (IsWhole(response, part))
        {
            return;
        }

        var total = CheckAnswer(response, part, address);
        CheckSize(file, total);
        await progress.FetchingAsync(file, part.Length, total);
        using var body = await ListenAsync(response.Content.ReadAsStreamAsync, silence, cancellationToken);
        await using (var stream = part.Append())
        {
            var buffer = new byte[BufferSize];
            while (await ListenAsync(token => body.ReadAsync(buffer, token).AsTask(), silence, cancellationToken) is var count and > 0)
            {
                if (stream.Length + count > Limit(file))
                {
                    throw new FetchException($"sends more than the {Limit(file)} bytes that are expected at most", mayRetry: false);
                }

                await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                await progress.FetchingAsync(file, stream.Length, total);
            }

            stream.Flush(flushToDisk: true);
        }

        if (part.Length < total)
        {
            throw new FetchException("ended the connection too early", mayRetry: true);
        }
    }

    private HttpRequestMessage MakeRequest(PublicFile file, Uri address, PartFile part)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        var condition = part.Condition(address);
        if (part.Length > 0 && (condition is not null || file.Hash is not null))
        {
            // Without a condition a file that has changed shows by its hash.
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
            request.Headers.IfRange = condition;
        }

        Log.FetchStarted(logger, address.AbsoluteUri, request.Headers.Range is null ? 0 : part.Length);
        return request;
    }

    private static bool IsWhole(HttpResponseMessage response, PartFile part) =>
        response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
        && response.Content.Headers.ContentRange?.Length is { } length
        && length == part.Length;

    /// <summary>Prepares the part file for the answer.</summary>
    /// <returns>The size of the whole file; 0 when the server does not say.</returns>
    private static long CheckAnswer(HttpResponseMessage response, PartFile part, Uri address)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange is { From: { } from } range && from == part.Length:
                return range.Length ?? 0;
            case HttpStatusCode.OK:
                part.Begin(address, response);
                return response.Content.Headers.ContentLength ?? 0;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Delete();
                throw new FetchException("has another file than the one that was begun", mayRetry: true);
            case var code:
                var busy = (int)code >= 500 || code is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
                throw new FetchException($"answers {(int)code} {Errors.Shorten(response.ReasonPhrase ?? "", MaxReason)}".TrimEnd(), mayRetry: busy);
        }
    }

    private void CheckSize(PublicFile file, long total)
    {
        if (total > Limit(file) || (total > 0 && file is { Size: > 0, Content: null } && total != file.Size))
        {
            throw new FetchException($"has a file of {total} bytes where {Expected(file)} are expected", mayRetry: false);
        }
    }

    private long Limit(PublicFile file) => file switch
    {
        { Size: 0 } => options.Value.MaxFileBytes,
        { Content: null } => file.Size,
        _ => (2 * file.Size) + Slack,
    };

    private string Expected(PublicFile file) => file.Size > 0 ? $"{file.Size}" : $"at most {Limit(file)}";

    /// <summary>Waits for the server up to the configured silence.</summary>
    private async Task<T> ListenAsync<T>(
        Func<CancellationToken, Task<T>> wait, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        try
        {
            silence.CancelAfter(options.Value.SilenceTimeout);
            return await wait(silence.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FetchException($"was silent for {options.Value.SilenceTimeout.TotalSeconds:0.#} seconds", mayRetry: true);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.NameResolutionError)
        {
            throw new FetchException("has a name that cannot be resolved", mayRetry: false);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new FetchException("has no certificate that is trusted here", mayRetry: false);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError)
        {
            throw new FetchException("cannot be reached", mayRetry: false);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new FetchException("broke the connection off", mayRetry: true);
        }
    }
}

/// <summary>A file could not be fetched from one address.</summary>
/// <param name="cause">Why, as the rest of a sentence that the address begins.</param>
/// <param name="mayRetry">Whether the same address may do better next time.</param>
internal sealed class FetchException(string cause, bool mayRetry) : Exception(cause)
{
    public bool MayRetry { get; } = mayRetry;
}
