using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Lets a test take over the application that an application host's entry point makes in this process.</summary>
internal abstract class EntryPointObserver
{
    private static readonly AsyncLocal<EntryPointObserver?> Flowing = new();

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Who observes the code that runs now; it follows into everything that the code starts.</summary>
    public static EntryPointObserver? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    /// <summary>The test is through with the application, so the entry point may run on to its end.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Changes how the builder is set up.</summary>
    public abstract void Configure(DistributedApplicationOptions options, HostApplicationBuilderSettings settings);

    /// <summary>Hands over the builder, and returns when the application is to be built.</summary>
    public abstract void BeforeBuild(IDistributedApplicationBuilder builder);

    /// <summary>Hands over the application.</summary>
    public abstract void AfterBuild(DistributedApplication application);

    public void End() => _ended.TrySetResult();
}
