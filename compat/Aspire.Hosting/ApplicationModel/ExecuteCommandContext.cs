using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a command works on.</summary>
public sealed class ExecuteCommandContext
{
    /// <summary>The services of the application host.</summary>
    public required IServiceProvider ServiceProvider { get; init; }

    /// <summary>The id of the running instance.</summary>
    public required string ResourceName { get; init; }

    /// <summary>Gives up.</summary>
    public required CancellationToken CancellationToken { get; init; }

    /// <summary>Writes to the console of the resource.</summary>
    public required ILogger Logger { get; init; }
}
