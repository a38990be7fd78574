using Digits.Inference.V1;
using Digits.ServiceDefaults.Errors;
using Digits.Test.V1;
using Digits.Training.V1;
using Digits.Upload.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using ReflectionAlpha = Grpc.Reflection.V1Alpha;
using ReflectionV1 = Grpc.Reflection.V1;

namespace Digits.Gateway.Tests.Proxy;

/// <summary>Real clients of gRPC and gRPC-Web call real services through the gateway.</summary>
public sealed class GrpcProxyTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    // A test that waits for something that does not come ends with this.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public enum Wire
    {
        Http2,
        Web,
        WebText,
    }

    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Echo_Message_ComesBack(Wire wire)
    {
        using var channel = Open(gateway.Host, wire);
        var request = new EchoRequest { Name = "め", Data = ByteString.CopyFrom(new byte[300_000]) };

        var response = await new LibraryService.LibraryServiceClient(channel).EchoAsync(request);

        Assert.Equal(request, response.Request);
    }

    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Whisper_HeaderOfTheCaller_ReachesTheServiceAndItsTrailerTheCaller(Wire wire)
    {
        using var channel = Open(gateway.Host, wire);
        using var call = new LibraryService.LibraryServiceClient(channel).WhisperAsync(new WhisperRequest(), new Metadata { { "said", "psst" } });

        await call;

        Assert.Equal("psst", call.GetTrailers().GetValue("heard"));
    }

    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Fail_StatusOfTheService_ArrivesWithItsDetails(Wire wire)
    {
        using var channel = Open(gateway.Host, wire);

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await new LibraryService.LibraryServiceClient(channel)
            .FailAsync(new FailRequest { Reason = "BAD_COUNT", Message = "wrong め", Field = "copies" }));

        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
        Assert.Equal("wrong め", exception.Status.Detail);
        Assert.Equal("BAD_COUNT", RpcErrors.Reason(exception));
    }

    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Fail_EndlessName_IsRefusedWithAShortText(Wire wire)
    {
        using var channel = Open(gateway.Host, wire);
        var name = new string('め', 33_000);

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await new LibraryService.LibraryServiceClient(channel)
            .FailAsync(new FailRequest { Reason = "UNKNOWN", Message = name, Field = name }));

        Assert.Equal("UNKNOWN", RpcErrors.Reason(exception));
        Assert.InRange(exception.Status.Detail.Length, 1, 1000);
    }

    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Watch_Messages_ArriveOneByOneAndThenTheStatus(Wire wire)
    {
        var release = new TaskCompletionSource();
        gateway.Host.Library.OnWatch = async (_, stream, _) =>
        {
            await stream.WriteAsync(new WatchShelfResponse { Sequence = 1 });
            await release.Task;
            await stream.WriteAsync(new WatchShelfResponse { Sequence = 2 });
            throw RpcErrors.NotFound("SHELF_GONE", "The shelf is gone.");
        };
        using var channel = Open(gateway.Host, wire);
        using var call = new LibraryService.LibraryServiceClient(channel).WatchShelf(new WatchShelfRequest());

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Limit));
        Assert.Equal(1, call.ResponseStream.Current.Sequence);
        release.SetResult();
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Limit));
        var exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal("SHELF_GONE", RpcErrors.Reason(exception));
    }

    [Fact]
    public async Task Watch_CallerGoes_EndsTheCallOfTheService()
    {
        var ended = new TaskCompletionSource();
        gateway.Host.Library.OnWatch = async (_, stream, context) =>
        {
            await stream.WriteAsync(new WatchShelfResponse { Sequence = 1 });
            context.CancellationToken.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };
        using var channel = Open(gateway.Host, Wire.Http2);
        using (var call = new LibraryService.LibraryServiceClient(channel).WatchShelf(new WatchShelfRequest()))
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Limit));
        }

        await ended.Task.WaitAsync(Limit);
    }

    /// <summary>More than the largest body of a plain call, for which a stream is made.</summary>
    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Donate_Chunks_ArriveAll(Wire wire)
    {
        await using var host = await GatewayHost.StartAsync(null, "--Gateway:MaxBodyBytes=1048576");
        using var channel = Open(host, wire);
        using var call = new LibraryService.LibraryServiceClient(channel).Donate();
        await call.RequestStream.WriteAsync(new DonateRequest { Settings = new DonationSettings { Giver = "me" } });
        for (var chunk = 0; chunk < 20; chunk++)
        {
            var data = UnsafeByteOperations.UnsafeWrap(new byte[100_000]);
            await call.RequestStream.WriteAsync(new DonateRequest { Files = new FileChunk { FileName = chunk == 0 ? "a" : "", Data = data } });
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(2_000_000, (await call).Files.Single().Size);
    }

    [Fact]
    public async Task Converse_Messages_GoBothWaysAtOnce()
    {
        using var channel = Open(gateway.Host, Wire.Http2);
        using var call = new LibraryService.LibraryServiceClient(channel).Converse();
        foreach (var text in new[] { "one", "two", "three" })
        {
            await call.RequestStream.WriteAsync(new ConverseRequest { Text = text });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Limit));
            Assert.Equal(text, call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Limit));
    }

    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Predict_ServiceDown_IsUnavailableWithTheReason(Wire wire)
    {
        using var channel = Open(gateway.Host, wire);

        var exception = await Assert.ThrowsAsync<RpcException>(
            async () => await new InferenceService.InferenceServiceClient(channel).PredictAsync(new PredictRequest()));

        Assert.Equal(StatusCode.Unavailable, exception.StatusCode);
        Assert.Equal("SERVICE_NOT_RUNNING", RpcErrors.Reason(exception));
        Assert.True(RpcErrors.RetryAfter(exception) > TimeSpan.Zero);
        Assert.Contains("The Inference service does not run", exception.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Wire.Http2, "/digits.nowhere.v1.NowhereService/Call")]
    [InlineData(Wire.Web, "/digits.nowhere.v1.NowhereService/Call")]
    [InlineData(Wire.Http2, "/digits.training.v1.TrainingService/Nothing")]
    [InlineData(Wire.Web, "/digits.training.v1.TrainingService/Nothing")]
    public async Task Call_UnknownMethod_IsUnimplemented(Wire wire, string path)
    {
        using var channel = Open(gateway.Host, wire);
        var marshaller = Marshallers.Create(message => message.ToByteArray(), WhisperRequest.Parser.ParseFrom);
        var method = new Method<WhisperRequest, WhisperRequest>(MethodType.Unary, path[1..path.LastIndexOf('/')], path[(path.LastIndexOf('/') + 1)..], marshaller, marshaller);

        var exception = await Assert.ThrowsAsync<RpcException>(
            async () => await channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, new WhisperRequest()));

        Assert.Equal(StatusCode.Unimplemented, exception.StatusCode);
    }

    [Fact]
    public async Task ListPresets_MethodThatTheServiceLacks_IsUnimplemented()
    {
        using var channel = Open(gateway.Host, Wire.Http2);

        var exception = await Assert.ThrowsAsync<RpcException>(
            async () => await new TrainingService.TrainingServiceClient(channel).ListPresetsAsync(new ListPresetsRequest()));

        Assert.Equal(StatusCode.Unimplemented, exception.StatusCode);
    }

    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Echo_ForeignHost_IsRefused(Wire wire)
    {
        using var channel = Open(gateway.Host, wire, ("Host", "evil.example"));

        var exception = await Assert.ThrowsAsync<RpcException>(
            async () => await new LibraryService.LibraryServiceClient(channel).EchoAsync(new EchoRequest()));

        Assert.Equal(StatusCode.PermissionDenied, exception.StatusCode);
        Assert.Equal("UNKNOWN_HOST", RpcErrors.Reason(exception));
    }

    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Echo_PageOfAnotherOrigin_IsRefused(Wire wire)
    {
        using var channel = Open(gateway.Host, wire, ("Origin", "http://evil.example"));

        var exception = await Assert.ThrowsAsync<RpcException>(
            async () => await new LibraryService.LibraryServiceClient(channel).EchoAsync(new EchoRequest()));

        Assert.Equal("FOREIGN_ORIGIN", RpcErrors.Reason(exception));
    }

    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Echo_MessageOverTheLimit_IsRefusedNamingTheLimit(Wire wire)
    {
        await using var host = await GatewayHost.StartAsync(null, "--Gateway:MaxBodyBytes=1048576");
        using var channel = Open(host, wire);

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await new LibraryService.LibraryServiceClient(channel)
            .EchoAsync(new EchoRequest { Data = ByteString.CopyFrom(new byte[2 << 20]) }));

        Assert.Equal("BODY_TOO_LARGE", RpcErrors.Reason(exception));
    }

    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Fail_Deadline_IsPassedOn(Wire wire)
    {
        using var channel = Open(gateway.Host, wire);

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await new LibraryService.LibraryServiceClient(channel)
            .FailAsync(new FailRequest { Hang = true }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromMilliseconds(300)));

        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
    }

    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Fail_NoDeadline_HasTheOneOfTheGateway(Wire wire)
    {
        await using var host = await GatewayHost.StartAsync(null, "--Gateway:CallTimeout=00:00:00.200");
        using var channel = Open(host, wire);

        var exception = await Assert.ThrowsAsync<RpcException>(
            async () => await new LibraryService.LibraryServiceClient(channel).FailAsync(new FailRequest { Hang = true }).ResponseAsync.WaitAsync(Limit));

        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
    }

    [Fact]
    public async Task Watch_BeyondTheLimit_IsRefusedAndPlainCallsGoOn()
    {
        await using var host = await GatewayHost.StartAsync(null, "--Gateway:Streams:PerCaller=1");
        host.Library.OnWatch = async (_, stream, context) =>
        {
            await stream.WriteAsync(new WatchShelfResponse { Sequence = 1 });
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };
        using var channel = Open(host, Wire.Http2);
        var library = new LibraryService.LibraryServiceClient(channel);
        using var first = library.WatchShelf(new WatchShelfRequest());
        Assert.True(await first.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Limit));

        using var second = library.WatchShelf(new WatchShelfRequest());
        var exception = await Assert.ThrowsAsync<RpcException>(() => second.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(StatusCode.ResourceExhausted, exception.StatusCode);
        Assert.Equal("TOO_MANY_STREAMS", RpcErrors.Reason(exception));
        await library.EchoAsync(new EchoRequest());
    }

    [Theory]
    [InlineData(Wire.Http2)]
    [InlineData(Wire.Web)]
    [InlineData(Wire.WebText)]
    public async Task Check_Gateway_Serves(Wire wire)
    {
        using var channel = Open(gateway.Host, wire);

        var answer = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
    }

    [Fact]
    public async Task Reflection_List_NamesEveryContract()
    {
        using var channel = Open(gateway.Host, Wire.Http2);
        using var current = new ReflectionV1.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        using var older = new ReflectionAlpha.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await current.RequestStream.WriteAsync(new ReflectionV1.ServerReflectionRequest { ListServices = "" });
        await older.RequestStream.WriteAsync(new ReflectionAlpha.ServerReflectionRequest { FileContainingSymbol = "digits.inference.v1.InferenceService" });

        Assert.True(await current.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Limit));
        Assert.True(await older.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Limit));

        Assert.Equal(
            [
                "digits.inference.v1.InferenceService", "digits.processing.v1.CatalogService", "digits.processing.v1.CorrectionService",
                "digits.processing.v1.ProcessingService", "digits.test.v1.LibraryService", "digits.training.v1.ModelService",
                "digits.training.v1.TrainingService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
                "grpc.reflection.v1alpha.ServerReflection", "inference.GRPCInferenceService",
            ],
            current.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).Order(StringComparer.Ordinal));
        Assert.NotEmpty(older.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto);
    }

    /// <summary>Behind the port for gRPC is the whole gateway: pages and uploads too, as far as a client speaks HTTP/2.</summary>
    [Fact]
    public async Task Post_RestOverHttp2_IsAnswered()
    {
        using var http = new HttpClient
        {
            BaseAddress = gateway.Host.GrpcAddress,
            DefaultRequestVersion = new Version(2, 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        gateway.Host.Library.OnDonate = LibraryGrpcService.KeepAllAsync;

        await http.GetJsonAsync("/test/v1/titles");
        using var content = new ByteArrayContent(new byte[100]);
        content.Headers.Add("Content-Type", "application/octet-stream");
        using var response = await http.PostAsync(new Uri("/test/v1/books:donate", UriKind.Relative), content);

        Assert.Equal("100", (string?)(await response.ReadJsonAsync())["files"]?[0]?["size"]);
    }

    internal static GrpcChannel Open(GatewayHost host, Wire wire, params (string Name, string Value)[] headers)
    {
        HttpMessageHandler handler = new SocketsHttpHandler();
        if (wire != Wire.Http2)
        {
            handler = new GrpcWebHandler(wire == Wire.Web ? GrpcWebMode.GrpcWeb : GrpcWebMode.GrpcWebText, handler);
        }

        var address = wire == Wire.Http2 ? host.GrpcAddress : host.Http.BaseAddress!;
        var options = new GrpcChannelOptions { HttpHandler = new HeaderHandler(handler, headers), DisposeHttpClient = true };
        if (wire != Wire.Http2)
        {
            options.HttpVersion = new Version(1, 1);
        }

        return GrpcChannel.ForAddress(address, options);
    }

    private sealed class HeaderHandler(HttpMessageHandler inner, (string Name, string Value)[] headers) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
