using Aspire.Hosting.Running;

namespace Digits.Hosting.Tests;

public sealed class HealthMonitorTests
{
    [Theory]
    [InlineData(true, 0, 100, 30_000)]
    [InlineData(false, 1, 0, 100)]
    [InlineData(false, 140, 14, 100)]
    [InlineData(false, 3, 15, 3_000)]
    [InlineData(true, 1, 1, 1_000)]
    [InlineData(true, 4, 1, 4_000)]
    [InlineData(true, 9, 100, 5_000)]
    public void Interval_AfterReports_IsAsDocumented(bool wasHealthy, int badReports, int runningSeconds, int expectedMilliseconds)
    {
        var interval = HealthMonitor.Interval(wasHealthy, badReports, TimeSpan.FromSeconds(runningSeconds));

        Assert.Equal(expectedMilliseconds, interval.TotalMilliseconds);
    }
}
