using System.Net;
using System.Net.Sockets;

namespace Digits.Hosting.Tests;

public sealed class StartupCheckTests
{
    private readonly IDistributedApplicationBuilder _builder = RunningApplication.CreateBuilder();

    [Fact]
    public async Task StartAsync_PortInUse_NamesPortAndResource()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        _builder.AddProject<Projects.Aspire_Hosting_Sample>("web").WithHttpEndpoint(port: port, isProxied: false);

        Assert.Equal($"Port {port} for resource 'web' is in use by another program", await FaultAsync());
    }

    [Fact]
    public async Task StartAsync_OnePortForTwo_NamesBoth()
    {
        _builder.AddProject<Projects.Aspire_Hosting_Sample>("a").WithHttpEndpoint(port: 1, isProxied: false);
        _builder.AddProject<Projects.Aspire_Hosting_Sample>("b").WithHttpEndpoint(port: 1, isProxied: false);

        Assert.Contains("Port 1 is given to more than one endpoint: 'a', 'b'", await FaultAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_SeveralFaults_NamesEachOnALine()
    {
        _builder.AddProject<MissingProject>("lost").WithHttpEndpoint(port: 70000).WithHealthCheck("nobody");
        _builder.AddProject<ForeignProject>("foreign").WithHttpEndpoint(port: 6001, targetPort: 6002, isProxied: false);

        var lines = (await FaultAsync()).Split(Environment.NewLine);

        Assert.Equal(
            [
                "The project of resource 'lost' is missing: /nowhere/lost.csproj",
                "Endpoint 'http' of resource 'lost' has port 70000; ports go from 1 to 65535",
                "Resource 'lost' refers to a health check 'nobody' that is not registered",
                $"The project of resource 'foreign' is not built with the application host: {new ForeignProject().ProjectPath}",
                "Endpoint 'http' of resource 'foreign' has port 6001 and target port 6002, which takes a proxy between them, and isProxied is false",
            ],
            lines);
    }

    private async Task<string> FaultAsync()
    {
        await using var application = _builder.Build();
        return (await Assert.ThrowsAsync<DistributedApplicationException>(() => application.StartAsync())).Message;
    }

    private sealed class MissingProject : IProjectMetadata
    {
        public string ProjectPath => "/nowhere/lost.csproj";
    }

    private sealed class ForeignProject : IProjectMetadata
    {
        public string ProjectPath => Path.Combine(Digits.Tests.Repository.Root, "Learning", "Learning.csproj");
    }
}
