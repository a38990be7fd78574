namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a callback for environment variables works on.</summary>
/// <param name="executionContext">Whether the application is run or published.</param>
/// <param name="resource">The resource that gets the variables.</param>
/// <param name="environmentVariables">The variables set so far.</param>
/// <param name="cancellationToken">Gives up.</param>
public class EnvironmentCallbackContext(
    DistributedApplicationExecutionContext executionContext,
    IResource resource,
    Dictionary<string, object>? environmentVariables = null,
    CancellationToken cancellationToken = default)
{
    /// <summary>The variables: a string, or an <see cref="IValueProvider"/> that is asked when the resource starts.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = environmentVariables ?? [];

    /// <summary>Gives up.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>The resource that gets the variables.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Whether the application is run or published.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;
}
