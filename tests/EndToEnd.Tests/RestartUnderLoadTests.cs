using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Digits.Tests.Running;

namespace Digits.EndToEnd.Tests;

/// <summary>Services are stopped and started again while callers go on predicting.</summary>
public sealed class RestartUnderLoadTests(StarterApp starter) : IClassFixture<StarterApp>
{
    private const int Clients = 16;
    private const int MoreThanAFew = 500;

    private readonly TestApp _app = starter.App;

    [Fact]
    public async Task Restart_Inference_NoPredictionFails()
    {
        await using var load = new Load(_app);
        await load.AnswersAsync(MoreThanAFew);

        await RestartAsync("inference");
        await load.AnswersAsync(MoreThanAFew);

        Assert.Empty(await load.EndAsync());
    }

    [Fact]
    public async Task Terminate_Gateway_WhatIsUnderWayIsAnsweredAndNewCallersAreTurnedAway()
    {
        await using var load = new Load(_app);
        await load.AnswersAsync(MoreThanAFew);

        await RestartAsync("gateway");
        await load.AnswersAsync(MoreThanAFew);

        // One gateway that is gone can answer nobody: connections are refused. None that it had taken breaks off.
        Assert.All(await load.EndAsync(), fault => Assert.Equal($"{SocketError.ConnectionRefused}", fault));
    }

    private async Task RestartAsync(string service)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var running = await _app.States.WaitForResourceHealthyAsync(service, limit.Token);
        using var process = Process.GetProcessById(ServiceProcesses.At(_app.ServiceAddress(service)));
        using (var kill = Process.Start("kill", ["-s", "TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(limit.Token);
        }

        await process.WaitForExitAsync(limit.Token);
        await _app.States.WaitForResourceAsync(service, KnownResourceStates.TerminalStates, limit.Token);
        Assert.True((await _app.Commands.ExecuteCommandAsync(running.ResourceId, KnownResourceCommands.StartCommand, limit.Token)).Success);
        await _app.States.WaitForResourceHealthyAsync(service, limit.Token);
    }

    /// <summary>Callers that predict one image after the other over connections that they keep.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly ConcurrentQueue<string> _faults = new();
        private readonly SemaphoreSlim _answers = new(0);
        private readonly TestApp _app;
        private readonly Task _callers;

        public Load(TestApp app)
        {
            _app = app;
            var image = HandwritingSet.Create().TestImage(0);
            _callers = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => CallAsync(image))));
        }

        /// <summary>Waits until this many more predictions were answered.</summary>
        public async Task AnswersAsync(int count)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            for (var answer = 0; answer < count; answer++)
            {
                await _answers.WaitAsync(limit.Token);
            }
        }

        /// <summary>Ends the calls.</summary>
        /// <returns>How every call that was not answered with success failed.</returns>
        public async Task<IReadOnlyCollection<string>> EndAsync()
        {
            await _end.CancelAsync();
            await _callers;
            return _faults;
        }

        public async ValueTask DisposeAsync()
        {
            await EndAsync();
            _answers.Dispose();
            _end.Dispose();
        }

        private async Task CallAsync(byte[] image)
        {
            using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = _app.Http.BaseAddress };
            while (!_end.IsCancellationRequested)
            {
                if (await PredictAsync(http, image) is { } fault)
                {
                    _faults.Enqueue(fault);
                    await Task.Delay(TimeSpan.FromMilliseconds(20));
                }
                else
                {
                    _answers.Release();
                }
            }
        }

        private static async Task<string?> PredictAsync(HttpClient http, byte[] image)
        {
            try
            {
                using var answer = await http.PostAsJsonAsync("/api/v1/predict", new { image = new { pixels = Convert.ToBase64String(image) } });
                return answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
            }
            catch (HttpRequestException fault)
            {
                return fault.InnerException is SocketException socket ? $"{socket.SocketErrorCode}" : fault.ToString();
            }
        }
    }
}
