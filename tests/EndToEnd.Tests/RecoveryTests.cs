using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;

namespace Digits.EndToEnd.Tests;

/// <summary>A service that dies comes back by a command, and those that call it need nothing.</summary>
public sealed class RecoveryTests(EmptyApp empty) : IClassFixture<EmptyApp>
{
    private readonly TestApp _app = empty.App;

    [Theory]
    [InlineData("processing", "Digits.Processing", "/api/v1/datasets")]
    [InlineData("inference", "Digits.Inference", "/api/v1/served-models")]
    public async Task Kill_Service_StartCommandBringsItBackAndWaitingCallersAreAnswered(string service, string program, string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await ReachAsync(path, limit.Token);
        var running = await _app.States.WaitForResourceHealthyAsync(service, limit.Token);

        using var process = Process.GetProcessById(ServiceProcesses.Of(empty.Folder)[program].Single());
        process.Kill();
        await _app.States.WaitForResourceAsync(service, KnownResourceStates.TerminalStates, limit.Token);
        var waiting = _app.Http.GetAsync(new Uri(path, UriKind.Relative), limit.Token);

        Assert.True((await _app.Commands.ExecuteCommandAsync(running.ResourceId, KnownResourceCommands.StartCommand, limit.Token)).Success);
        using var answer = await waiting;

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(limit.Token));
        await _app.States.WaitForResourceHealthyAsync(service, limit.Token);
    }

    private async Task ReachAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var answer = await _app.Http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }
}
