namespace Aspire.Dashboard.Tests.Support;

/// <summary>One dashboard for all tests that only add to it.</summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    internal DashboardProcess Dashboard { get; private set; } = null!;

    public async Task InitializeAsync() => Dashboard = await DashboardProcess.StartAsync();

    public async Task DisposeAsync() => await Dashboard.DisposeAsync();
}
