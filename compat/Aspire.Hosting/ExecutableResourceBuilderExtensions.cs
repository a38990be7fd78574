using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds programs.</summary>
public static partial class ExecutableResourceBuilderExtensions
{
    /// <summary>Adds a program.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="command">The program: a path, or a name to look up in PATH.</param>
    /// <param name="workingDirectory">The folder that it runs in, relative to the application host's.</param>
    /// <param name="args">Its arguments.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(workingDirectory);
        var folder = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, workingDirectory));
        return builder.AddResource(new ExecutableResource(name, command, folder)).WithArgs(args ?? []);
    }
}
