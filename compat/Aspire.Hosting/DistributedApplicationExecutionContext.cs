namespace Aspire.Hosting;

/// <summary>Tells code of the application model whether it builds something to run here or something to publish.</summary>
/// <param name="operation">What the application host was started for.</param>
/// <param name="publisherName">What it is published as.</param>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation, string publisherName)
{
    private IServiceProvider? _serviceProvider;

    /// <summary>Creates the context, with <c>manifest</c> for the publisher.</summary>
    /// <param name="operation">What the application host was started for.</param>
    public DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
        : this(operation, "manifest")
    {
    }

    /// <summary>What the model is published as.</summary>
    public string PublisherName { get; set; } = publisherName;

    /// <summary>What the application host was started for.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>Whether the model is published.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>Whether the resources are started on this machine.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    /// <summary>The services of the built application.</summary>
    /// <exception cref="InvalidOperationException">The application is not built yet.</exception>
    public IServiceProvider ServiceProvider
    {
        get => _serviceProvider ?? throw new InvalidOperationException("The services exist once the application is built.");
        internal set => _serviceProvider = value;
    }
}
