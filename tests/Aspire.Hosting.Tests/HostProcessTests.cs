using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Projects;

namespace Digits.Hosting.Tests;

public sealed class HostProcessTests
{
    private const int SigKill = 9;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Run_ToldToEnd_EndsWellAndLeavesNoProcess(string signal)
    {
        using var host = StartHost();
        var services = await ServiceProcessesAsync(host);

        await host.SignalAsync(signal);

        Assert.Equal(0, await host.ExitAsync());
        Assert.All(services, id => Assert.False(ProcessEnd.IsAlive(id)));
    }

    [Fact]
    public async Task Run_Killed_ServicesEndToo()
    {
        using var host = StartHost();
        var services = await ServiceProcessesAsync(host);

        await host.SignalAsync("KILL");

        Assert.Equal(128 + SigKill, await host.ExitAsync());
        foreach (var id in services)
        {
            await ProcessEnd.WaitAsync(id, host.Timeout);
        }
    }

    [Fact]
    public async Task Run_Output_HasAspiresLinesAndThoseOfTheServicesBehindTheirNames()
    {
        using var host = StartHost();
        var lines = new List<string>();
        await host.LineAsync("ready ", lines);
        await host.SignalAsync("TERM");
        lines.AddRange(await host.OutputAsync());

        Assert.Contains("      Distributed application starting.", lines);
        Assert.Contains($"      Application host directory is: {Path.Combine(Digits.Tests.Repository.Root, "tests", "Aspire.Hosting.SampleHost")}", lines);
        Assert.Contains("      Distributed application started. Press Ctrl+C to shut down.", lines);
        Assert.Contains("back  | sample is here", lines);
        Assert.Contains("front | sample is here", lines);
    }

    [Fact]
    public async Task Run_PortInUse_SaysSoInOneLineAndFails()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        using var host = StartHost("--SAMPLE_PORT", port);

        Assert.Equal(1, await host.ExitAsync());
        Assert.Equal([$"Port {port} for resource 'front' is in use by another program"], await host.ErrorsAsync());
    }

    [Fact]
    public async Task Run_UnknownPublisher_SaysSoInOneLineAndFails()
    {
        using var host = StartHost("--publisher", "manifst", "--output-path", "manifest.json");

        Assert.Equal(1, await host.ExitAsync());
        Assert.StartsWith("There is no publisher 'manifst'", Assert.Single(await host.ErrorsAsync()), StringComparison.Ordinal);
    }

    private static HostProcess StartHost(params string[] args) =>
        HostProcess.Start(ProjectOutputAnnotation.Find(new Projects.SampleHost()).TargetPath!, [], args);

    private static async Task<int[]> ServiceProcessesAsync(HostProcess host)
    {
        var addresses = (await host.LineAsync("ready ")).Split(' ');
        using var client = new HttpClient();
        var ids = new int[addresses.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = int.Parse(await client.GetStringAsync(new Uri($"{addresses[i]}/process"), host.Timeout), null);
        }

        Assert.All(ids, id => Assert.True(ProcessEnd.IsAlive(id)));
        return ids;
    }
}
