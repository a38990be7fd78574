namespace Aspire.Hosting.Testing;

/// <summary>Builds an application for a test; what the application host has set up can be changed before.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    /// <summary>Builds the application.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The application; the test starts it and disposes of it.</returns>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
