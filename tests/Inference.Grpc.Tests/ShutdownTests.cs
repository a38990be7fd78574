using System.Collections.Concurrent;
using System.Net;
using Digits.OpenInference.V2;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using static Digits.OpenInference.V2.GRPCInferenceService;
using static Digits.OpenInference.V2.ModelInferRequest.Types;

namespace Digits.Inference.Tests;

/// <summary>The service as a process of its own is asked to end while callers go on.</summary>
public sealed class ShutdownTests
{
    private const int Callers = 16;
    private const int MoreThanAFew = 400;

    private readonly TestModel _model = new();

    [Fact]
    public async Task Terminate_UnderLoad_IsNotReadyFirstAnswersWhatComesAndEndsWithZero()
    {
        var registry = new TrainingDouble();
        registry.Put(_model);
        await using var training = await TrainingServer.StartAsync(registry);
        using var process = await InferenceProcess.StartAsync(
            training.Address, ("Shutdown__DrainSeconds", "2"), ("Batching__Mode", "Always"), ("Batching__MaxWait", "00:00:00.002"));
        var client = new GRPCInferenceServiceClient(process.Channel);
        await ReadyAsync(client, expected: true);
        using var answers = new SemaphoreSlim(0);
        var faults = new ConcurrentQueue<RpcException>();
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallUntilRefusedAsync(client, answers, faults))).ToArray();
        await CountAsync(answers, MoreThanAFew);

        await process.TerminateAsync();
        await ReadyAsync(client, expected: false);
        var health = await new Health.HealthClient(process.Channel).CheckAsync(new HealthCheckRequest());
        var live = await client.ServerLiveAsync(new ServerLiveRequest());
        await CountAsync(answers, MoreThanAFew);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, health.Status);
        Assert.True(live.Live);
        Assert.Equal(0, await process.EndAsync());
        await Task.WhenAll(callers).WaitAsync(TimeSpan.FromMinutes(1));

        // Nobody listens any more; no call that had been taken broke off.
        Assert.Equal(Callers, faults.Count);
        Assert.All(faults, fault => Assert.Contains("Connection refused", $"{fault}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MetricsPort_Configured_SpeaksHttp1BesideThePortForGrpc()
    {
        var registry = new TrainingDouble();
        registry.Put(_model);
        await using var training = await TrainingServer.StartAsync(registry);
        using var process = await InferenceProcess.StartAsync(training.Address);
        var client = new GRPCInferenceServiceClient(process.Channel);
        await ReadyAsync(client, expected: true);
        await client.ModelInferAsync(Request());
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version11, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        var metrics = await http.GetStringAsync(new Uri(process.Metrics, "/metrics"));

        Assert.Contains("# TYPE nv_inference_count counter", metrics, StringComparison.Ordinal);
        Assert.Matches("""nv_inference_count\{[^}]*model="digits"[^}]*\} 1""", metrics);
        Assert.Contains("digits_predict_duration_seconds_bucket", metrics, StringComparison.Ordinal);
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri(process.Metrics, "/health")));
    }

    private static ModelInferRequest Request() => new()
    {
        ModelName = "digits",
        Inputs = { new InferInputTensor { Name = "image", Datatype = "UINT8", Shape = { 1, 784 } } },
        RawInputContents = { ByteString.CopyFrom(TestImages.Stroke().Pixels) },
    };

    private async Task CallUntilRefusedAsync(GRPCInferenceServiceClient client, SemaphoreSlim answers, ConcurrentQueue<RpcException> faults)
    {
        var expected = _model.Read(TestImages.Seen()).Select(value => (float)value).ToArray();
        while (true)
        {
            try
            {
                var answer = await client.ModelInferAsync(Request());
                Assert.Equal(expected, Enumerable.Range(0, 10).Select(i => BitConverter.ToSingle(answer.RawOutputContents[0].Span[(4 * i)..])));
                answers.Release();
            }
            catch (RpcException fault)
            {
                faults.Enqueue(fault);
                return;
            }
        }
    }

    private static async Task ReadyAsync(GRPCInferenceServiceClient client, bool expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await client.ServerReadyAsync(new ServerReadyRequest(), cancellationToken: patience.Token)).Ready != expected)
        {
        }
    }

    private static async Task CountAsync(SemaphoreSlim answers, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        for (var answer = 0; answer < count; answer++)
        {
            await answers.WaitAsync(patience.Token);
        }
    }
}
