namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a command's state is worked out from.</summary>
public sealed class UpdateCommandStateContext
{
    /// <summary>The resource now.</summary>
    public required CustomResourceSnapshot ResourceSnapshot { get; init; }

    /// <summary>The services of the application host.</summary>
    public required IServiceProvider ServiceProvider { get; init; }
}
