using System.Diagnostics;
using Digits.Tests;
using Digits.Tests.Running;

namespace Digits.EndToEnd.Tests;

/// <summary>Nothing stays behind.</summary>
public sealed class ShutdownTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Terminate_RunningApp_ExitsWithZeroAndLeavesNoProcess(bool dashboard)
    {
        using var folder = new TempFolder();
        await using var app = await RunningApp.StartAsync(folder.Path, dashboard: dashboard);
        var services = ChildrenOf(app.ProcessId);
        Assert.NotEmpty(services);

        Assert.Equal(0, await app.StopAsync());

        Assert.DoesNotContain("was killed", app.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("fail: ", app.Log, StringComparison.Ordinal);
        Assert.All(services, service => Assert.False(IsAlive(service), $"process {service} is still there:{Environment.NewLine}{app.Log}"));
    }

    /// <summary>The ids of a process's children and their children.</summary>
    private static List<int> ChildrenOf(int parent)
    {
        var children = Process.GetProcesses().Select(process => process.Id).Where(id => ParentOf(id) == parent).ToList();
        return [.. children, .. children.SelectMany(ChildrenOf)];
    }

    // /proc/id/stat is "id (name) state parent ...", and a name may hold anything but its last bracket.
    private static int? ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
