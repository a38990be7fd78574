namespace Aspire.Dashboard.Tests.Support;

/// <summary>The tests that share one dashboard.</summary>
[CollectionDefinition(Name)]
public sealed class DashboardGroup : ICollectionFixture<DashboardFixture>
{
    public const string Name = "Dashboard";
}
