using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// Makes applications for tests: without a dashboard, and with free ports behind the proxies instead of those of the model, so that
/// several run at once.
/// </summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs the entry point of an application host in this process up to where it builds its application.</summary>
    /// <typeparam name="TEntryPoint">A type of the application host's assembly, such as <c>Projects.AppHost</c>.</typeparam>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The builder that the application host has set up.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], cancellationToken);

    /// <summary>Runs the entry point of an application host in this process up to where it builds its application.</summary>
    /// <typeparam name="TEntryPoint">A type of the application host's assembly, such as <c>Projects.AppHost</c>.</typeparam>
    /// <param name="args">The command line.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The builder that the application host has set up.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>(args, (_, _) => { }, cancellationToken);

    /// <summary>Runs the entry point of an application host in this process up to where it builds its application.</summary>
    /// <typeparam name="TEntryPoint">A type of the application host's assembly, such as <c>Projects.AppHost</c>.</typeparam>
    /// <param name="args">The command line.</param>
    /// <param name="configureBuilder">Changes how the builder is set up.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The builder that the application host has set up.</returns>
    /// <exception cref="InvalidOperationException">The entry point ended, or failed, without building an application.</exception>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args,
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync(typeof(TEntryPoint), args, configureBuilder, cancellationToken);

    /// <summary>Runs the entry point of an application host in this process up to where it builds its application.</summary>
    /// <param name="entryPoint">A type of the application host's assembly, such as <c>Projects.AppHost</c>.</param>
    /// <param name="args">The command line.</param>
    /// <param name="configureBuilder">Changes how the builder is set up.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The builder that the application host has set up.</returns>
    /// <exception cref="InvalidOperationException">The entry point ended, or failed, without building an application.</exception>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint,
        string[] args,
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entryPoint);
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(configureBuilder);
        var run = new EntryPointRun(entryPoint.Assembly, configureBuilder);
        return new TestingBuilder(await run.StartAsync(args, cancellationToken), run);
    }

    /// <summary>An empty builder.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The builder.</returns>
    public static IDistributedApplicationTestingBuilder Create(params string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var options = new DistributedApplicationOptions { Args = args, AssemblyName = Assembly.GetCallingAssembly().GetName().Name };
        TestDefaults.Apply(options);
        var builder = DistributedApplication.CreateBuilder(options);
        TestDefaults.Apply(builder.Configuration);
        return new TestingBuilder(builder, null);
    }
}
