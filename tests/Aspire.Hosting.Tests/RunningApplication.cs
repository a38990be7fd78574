using Microsoft.Extensions.DependencyInjection;

namespace Digits.Hosting.Tests;

/// <summary>An application of real processes, ended with the test.</summary>
internal sealed class RunningApplication : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource _limit = new(Limit);
    private readonly DistributedApplication _application;
    private readonly HttpClient _client = new();

    private RunningApplication(DistributedApplication application) => _application = application;

    /// <summary>Ends a test that waits for something that does not come.</summary>
    public CancellationToken Timeout => _limit.Token;

    public ResourceNotificationService Notifications => _application.ResourceNotifications;

    public static IDistributedApplicationBuilder CreateBuilder(bool withDashboard = false) => DistributedApplication.CreateBuilder(new DistributedApplicationOptions
    {
        AssemblyName = typeof(RunningApplication).Assembly.GetName().Name,
        ProjectDirectory = Projects.Aspire_Hosting_Tests.ProjectPath,
        DisableDashboard = !withDashboard,
    });

    public static async Task<RunningApplication> StartAsync(IDistributedApplicationBuilder builder)
    {
        var running = new RunningApplication(builder.Build());
        await running._application.StartAsync(running.Timeout);
        return running;
    }

    public Task<ResourceEvent> HealthyAsync(IResourceBuilder<IResource> resource) =>
        Notifications.WaitForResourceHealthyAsync(resource.Resource.Name, Timeout);

    public Task<ExecuteCommandResult> CommandAsync(IResourceBuilder<IResource> resource, string command) =>
        _application.ResourceCommands.ExecuteCommandAsync(resource.Resource, command, Timeout);

    public T Service<T>()
        where T : notnull => _application.Services.GetRequiredService<T>();

    public Task StateAsync(IResourceBuilder<IResource> resource, string state) =>
        Notifications.WaitForResourceAsync(resource.Resource.Name, state, Timeout);

    public CustomResourceSnapshot Snapshot(IResourceBuilder<IResource> resource) =>
        Notifications.TryGetCurrentState(resource.Resource.Name, out var last) ? last.Snapshot : throw new InvalidOperationException("Nothing is known yet.");

    public Task<string> GetAsync(IResourceBuilder<IResourceWithEndpoints> resource, string path) =>
        _client.GetStringAsync(Address(resource, path), Timeout);

    public async Task PostAsync(IResourceBuilder<IResourceWithEndpoints> resource, string path)
    {
        try
        {
            using var response = await _client.PostAsync(Address(resource, path), null, Timeout);
        }
        catch (HttpRequestException) when (path.StartsWith("/exit", StringComparison.Ordinal))
        {
            // The service ended before it answered, as it was told to.
        }
    }

    public async Task<int> ProcessIdAsync(IResourceBuilder<IResourceWithEndpoints> resource) => int.Parse(await GetAsync(resource, "/process"), null);

    public Task StopAsync() => _application.StopAsync(Timeout);

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
        _client.Dispose();
        _limit.Dispose();
    }

    private static Uri Address(IResourceBuilder<IResourceWithEndpoints> resource, string path) =>
        new(new Uri(resource.GetEndpoint("http").Url), path);
}
