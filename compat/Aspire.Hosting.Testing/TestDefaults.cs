using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Testing;

/// <summary>What is different under test.</summary>
internal static class TestDefaults
{
    public static void Apply(DistributedApplicationOptions options) => options.DisableDashboard = true;

    public static void Apply(IConfigurationBuilder configuration) =>
        configuration.AddInMemoryCollection([new("DcpPublisher:RandomizePorts", "true")]);
}
