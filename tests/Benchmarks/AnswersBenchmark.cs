using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Digits.Inference.V1;
using Digits.ServiceDefaults;
using Digits.Tests;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Digits.Benchmarks;

/// <summary>
/// Whether every caller of the gateway gets the answer to its own request, and how many a second: clients post predictions that all differ
/// to the gateway, a process of its own, before a service that sends each request back.
/// </summary>
internal static class AnswersBenchmark
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    // Within one buffer of the server, and over several of them.
    private static readonly int[] ImageBytes = [16, 784, 784, 784, 3 * 784, 12_000];

    public static async Task<int> RunAsync(Options options)
    {
        var requests = options.Number("requests", 1_000_000);
        var clients = options.Number("clients", 64);
        Console.WriteLine(Machine.Describe());
        await using var service = await StartServiceAsync();
        using var gateway = new GatewayProcess(service.Urls.Single());
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = clients }) { BaseAddress = gateway.Address };
        await GatewayProcess.WaitAsync(http, StartPatience);

        var tally = new Tally(requests);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => CallAsync(http, client, tally))));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{requests:N0} requests of {clients} clients in {elapsed:F1} s, {requests / elapsed:N0} a second: {tally.Wrong:N0} wrong answers, {tally.Refused:N0} refused."));
        foreach (var sample in tally.Samples)
        {
            Console.WriteLine(sample);
        }

        return tally.Wrong + tally.Refused == 0 ? 0 : 1;
    }

    private static async Task CallAsync(HttpClient http, int client, Tally tally)
    {
        var random = new Random(client);
        while (tally.TryTake(out var number))
        {
            var pixels = new byte[ImageBytes[number % ImageBytes.Length]];
            random.NextBytes(pixels);
            var (model, image) = ($"m{client}-{number}", Convert.ToBase64String(pixels));
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes($$$"""{"image": {"pixels": "{{{image}}}"}, "model": "{{{model}}}"}"""));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await http.PostAsync(new Uri("/api/v1/predict", UriKind.Relative), content);
            var answer = await response.Content.ReadAsStringAsync();
            if (response.StatusCode != HttpStatusCode.OK)
            {
                tally.AddRefused(answer);
            }
            else if (!answer.Contains($"\"model\": \"{model}\"", StringComparison.Ordinal) || !answer.Contains($"\"seen\": \"{image}\"", StringComparison.Ordinal))
            {
                tally.AddWrong($"{model} was answered {answer}");
            }
        }
    }

    private static async Task<WebApplication> StartServiceAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.AddServiceDefaults();
        builder.AddGrpcDefaults();
        var app = builder.Build();
        app.MapGrpcService<EchoingService>();
        app.MapGrpcDefaults();
        await app.StartAsync();
        return app;
    }

    private sealed class EchoingService : InferenceService.InferenceServiceBase
    {
        public override Task<PredictResponse> Predict(PredictRequest request, ServerCallContext context) =>
            Task.FromResult(new PredictResponse { Model = request.Model, Seen = request.Image.Pixels });
    }

    private sealed class Tally(int requests)
    {
        private const int MaxSamples = 5;
        private const int MaxSampleLength = 300;

        private int _taken = -1;

        public int Wrong { get; private set; }

        public int Refused { get; private set; }

        public List<string> Samples { get; } = [];

        public bool TryTake(out int number) => (number = Interlocked.Increment(ref _taken)) < requests;

        public void AddWrong(string sample)
        {
            lock (Samples)
            {
                Wrong++;
                Add(sample);
            }
        }

        public void AddRefused(string sample)
        {
            lock (Samples)
            {
                Refused++;
                Add(sample);
            }
        }

        private void Add(string sample)
        {
            if (Samples.Count < MaxSamples)
            {
                Samples.Add(sample[..Math.Min(sample.Length, MaxSampleLength)]);
            }
        }
    }

    private sealed class GatewayProcess : IDisposable
    {
        private readonly Process _process;

        public GatewayProcess(string service)
        {
            Address = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
            string[] arguments =
            [
                Path.Combine(AppContext.BaseDirectory, "Digits.Gateway.dll"), $"--urls={Address}", $"--Services:Processing={service}",
                $"--Services:Training={service}", $"--Services:Inference={service}",
                // Of the two services' appsettings.json only one lies here, and Processing's is for HTTP/2 alone.
                "--Kestrel:EndpointDefaults:Protocols=Http1AndHttp2",
            ];
            var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, _) => { };
            _process.BeginOutputReadLine();
        }

        public Uri Address { get; }

        public static async Task WaitAsync(HttpClient http, TimeSpan patience)
        {
            using var limit = new CancellationTokenSource(patience);
            while (true)
            {
                try
                {
                    using var health = await http.GetAsync(new Uri("/health", UriKind.Relative), limit.Token);
                    if (health.IsSuccessStatusCode)
                    {
                        return;
                    }
                }
                catch (HttpRequestException)
                {
                    // It does not listen yet.
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
            }
        }

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
