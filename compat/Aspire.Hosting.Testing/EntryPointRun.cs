using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// Runs the entry point of an application host on a thread of its own. It stops where it builds the application until the test wants it
/// built, and where it runs the application until the test is through.
/// </summary>
internal sealed class EntryPointRun(
    Assembly assembly, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder) : EntryPointObserver
{
    private readonly TaskCompletionSource<IDistributedApplicationBuilder> _builder = NewSource<IDistributedApplicationBuilder>();
    private readonly TaskCompletionSource<bool> _build = NewSource<bool>();
    private readonly TaskCompletionSource<DistributedApplication> _application = NewSource<DistributedApplication>();

    /// <summary>Runs the entry point up to where it builds its application.</summary>
    /// <exception cref="InvalidOperationException">It ended, or failed, before.</exception>
    public Task<IDistributedApplicationBuilder> StartAsync(string[] args, CancellationToken cancellationToken)
    {
        var thread = new Thread(() => Run(args)) { IsBackground = true, Name = $"{assembly.GetName().Name} entry point" };
        thread.Start();
        return _builder.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Lets the entry point build its application.</summary>
    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _build.TrySetResult(true);
        return _application.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Lets the entry point go on to its end without an application.</summary>
    public void Abandon() => _build.TrySetResult(false);

    public override void Configure(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        options.AssemblyName ??= assembly.GetName().Name;
        TestDefaults.Apply(options);
        settings.EnvironmentName ??= Environments.Development;
        settings.Configuration ??= new ConfigurationManager();
        TestDefaults.Apply(settings.Configuration);
        configureBuilder(options, settings);
    }

    public override void BeforeBuild(IDistributedApplicationBuilder builder)
    {
        _builder.TrySetResult(builder);
        if (!_build.Task.GetAwaiter().GetResult())
        {
            throw new OperationCanceledException("The test has no use for the application.");
        }
    }

    public override void AfterBuild(DistributedApplication application) => _application.TrySetResult(application);

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Run(string[] args)
    {
        Exception reason;
        try
        {
            Current = this;
            var entryPoint = assembly.EntryPoint ?? throw new InvalidOperationException($"Assembly {assembly.GetName().Name} has no entry point.");
            entryPoint.Invoke(null, BindingFlags.DoNotWrapExceptions, null, entryPoint.GetParameters().Length == 0 ? null : [args], null);
            reason = new InvalidOperationException("The entry point ended without building an application.");
        }
        catch (Exception fault)
        {
            // Whoever waits for the application gets it.
            reason = fault;
        }

        _builder.TrySetException(reason);
        _application.TrySetException(reason);
    }
}
