using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Digits.Tests;

namespace Digits.EndToEnd.Tests;

/// <summary>A service that dies comes back by a command, and those that call it need nothing.</summary>
public sealed class RecoveryTests
{
    [Theory]
    [InlineData("processing", "Digits.Processing", "/api/v1/datasets")]
    [InlineData("inference", "Digits.Inference", "/api/v1/served-models")]
    public async Task Kill_Service_StartCommandBringsItBackAndTheGatewayAnswersAgain(string service, string program, string path)
    {
        using var folder = new TempFolder();
        await using var app = await TestApp.StartAsync(folder.Path);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await ReachAsync(app, path, isThere: true, limit.Token);
        var running = await app.States.WaitForResourceHealthyAsync(service, limit.Token);

        using var process = Process.GetProcessById(ServiceProcesses.Of(folder.Path)[program].Single());
        process.Kill();
        await app.States.WaitForResourceAsync(service, KnownResourceStates.TerminalStates, limit.Token);
        await ReachAsync(app, path, isThere: false, limit.Token);

        Assert.True((await app.Commands.ExecuteCommandAsync(running.ResourceId, KnownResourceCommands.StartCommand, limit.Token)).Success);
        await app.States.WaitForResourceHealthyAsync(service, limit.Token);

        await ReachAsync(app, path, isThere: true, limit.Token);
    }

    private static async Task ReachAsync(TestApp app, string path, bool isThere, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var answer = await app.Http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            if (answer.IsSuccessStatusCode == isThere)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }
}
