using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Running;

namespace Digits.Hosting.Tests;

public sealed class HostProcessTests
{
    [Theory]
    [InlineData(UnixSignal.Interrupt)]
    [InlineData(UnixSignal.Terminate)]
    [InlineData(UnixSignal.Hangup)]
    public async Task Run_ToldToEnd_EndsWellAndLeavesNoProcess(int signal)
    {
        using var host = HostProcess.Start();
        var services = await ServiceProcessesAsync(host);

        host.Signal(signal);

        Assert.Equal(0, await host.ExitAsync());
        Assert.All(services, id => Assert.False(ProcessEnd.IsAlive(id)));
    }

    [Fact]
    public async Task Run_Killed_ServicesEndToo()
    {
        using var host = HostProcess.Start();
        var services = await ServiceProcessesAsync(host);

        host.Signal(UnixSignal.Kill);

        Assert.Equal(128 + UnixSignal.Kill, await host.ExitAsync());
        foreach (var id in services)
        {
            await ProcessEnd.WaitAsync(id, host.Timeout);
        }
    }

    [Fact]
    public async Task Run_Output_HasAspiresLinesAndThoseOfTheServicesBehindTheirNames()
    {
        using var host = HostProcess.Start();
        var lines = new List<string>();
        await host.ReadyAsync(lines);
        host.Signal(UnixSignal.Terminate);
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

        using var host = HostProcess.Start("--SAMPLE_PORT", port);

        Assert.Equal(1, await host.ExitAsync());
        Assert.Equal([$"Port {port} for resource 'front' is in use by another program"], await host.ErrorsAsync());
    }

    [Fact]
    public async Task Run_Publisher_SaysSoInOneLineAndFails()
    {
        using var host = HostProcess.Start("--publisher", "manifest", "--output-path", "manifest.json");

        Assert.Equal(1, await host.ExitAsync());
        Assert.StartsWith("Publishing ('manifest') ", Assert.Single(await host.ErrorsAsync()), StringComparison.Ordinal);
    }

    private static async Task<int[]> ServiceProcessesAsync(HostProcess host)
    {
        var (back, front) = await host.ReadyAsync();
        using var client = new HttpClient();
        int[] ids = [await IdAsync(back), await IdAsync(front)];
        Assert.All(ids, id => Assert.True(ProcessEnd.IsAlive(id)));
        return ids;

        async Task<int> IdAsync(Uri address) => int.Parse(await client.GetStringAsync(new Uri(address, "/process"), host.Timeout), null);
    }
}
