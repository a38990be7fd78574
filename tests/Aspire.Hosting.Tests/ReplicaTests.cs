using System.Diagnostics;
using System.Globalization;

namespace Digits.Hosting.Tests;

public sealed class ReplicaTests
{
    private readonly IDistributedApplicationBuilder _builder = RunningApplication.CreateBuilder();

    [Fact]
    public async Task WithReplicas_Three_ShareOnePortAndADeadOneIsLeftOut()
    {
        var web = AddSample("web").WithReplicas(3);
        var after = AddSample("after").WaitFor(web);
        await using var application = await RunningApplication.StartAsync(_builder);
        await application.HealthyAsync(after);

        var ids = await ProcessesAsync(application, web, expected: 3);

        using var process = Process.GetProcessById(int.Parse(ids.First(), CultureInfo.InvariantCulture));
        process.Kill();
        await application.StateAsync(web, KnownResourceStates.Finished);
        Assert.Equal(ids.Skip(1).Order(), (await ProcessesAsync(application, web, expected: 2)).Order());

        Assert.False((await application.CommandAsync(web, KnownResourceCommands.StartCommand)).Success);
        Assert.Equal(3, (await ProcessesAsync(application, web, expected: 3)).Count);
    }

    [Fact]
    public async Task StartAsync_ReplicasWithFixedPorts_SaysWhatToChange()
    {
        _builder.AddProject<Projects.Aspire_Hosting_Sample>("a").WithHttpEndpoint(targetPort: 6001).WithReplicas(2);
        _builder.AddProject<Projects.Aspire_Hosting_Sample>("b").WithHttpEndpoint(isProxied: false).WithReplicas(2);
        _builder.AddProject<Projects.Aspire_Hosting_Sample>("c").WithHttpEndpoint(port: 6001, targetPort: 6001);

        await using var application = _builder.Build();
        var fault = await Assert.ThrowsAsync<DistributedApplicationException>(() => application.StartAsync());

        Assert.Equal(
            [
                "Endpoint 'http' of resource 'a' has 2 replicas, which cannot all listen on one port; leave the target port out",
                "Endpoint 'http' of resource 'b' has 2 replicas, which cannot all listen on one port; leave isProxied true",
                "Endpoint 'http' of resource 'c' has port 6001 for the proxy and for the process; leave one of them out, or set isProxied to false",
            ],
            fault.Message.Split(Environment.NewLine));
    }

    // Each call is a connection of its own, so the proxy hands it to the next replica that listens already.
    private static async Task<HashSet<string>> ProcessesAsync(
        RunningApplication application, IResourceBuilder<IResourceWithEndpoints> resource, int expected)
    {
        var ids = new HashSet<string>();
        while (ids.Count < expected)
        {
            using var client = new HttpClient();
            ids.Add(await client.GetStringAsync(new Uri(new Uri(resource.GetEndpoint("http").Url), "/process"), application.Timeout));
        }

        return ids;
    }

    private IResourceBuilder<ProjectResource> AddSample(string name) =>
        _builder.AddProject<Projects.Aspire_Hosting_Sample>(name).WithHttpEndpoint().WithHttpHealthCheck("/health");
}
