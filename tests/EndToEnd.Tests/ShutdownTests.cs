using Digits.Tests;
using Digits.Tests.Running;

namespace Digits.EndToEnd.Tests;

/// <summary>Nothing stays behind.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Terminate_RunningApp_ExitsWithZeroAndLeavesNoService()
    {
        using var folder = new TempFolder();
        await using var app = await RunningApp.StartAsync(folder.Path);
        var services = ServiceProcesses.Of(folder.Path).SelectMany(ids => ids).ToList();
        Assert.Equal(4, services.Count);

        Assert.Equal(0, await app.StopAsync());

        Assert.DoesNotContain("fail: ", app.Log, StringComparison.Ordinal);
        Assert.All(services, service => Assert.False(ServiceProcesses.IsAlive(service), $"process {service} is still there:{Environment.NewLine}{app.Log}"));
    }
}
