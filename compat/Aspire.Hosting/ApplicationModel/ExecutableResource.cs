namespace Aspire.Hosting.ApplicationModel;

/// <summary>A program that runs as a process.</summary>
/// <param name="name">The resource's name.</param>
/// <param name="command">The program: a path, or a name to look up in PATH.</param>
/// <param name="workingDirectory">The folder that it runs in.</param>
public class ExecutableResource(string name, string command, string workingDirectory)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IComputeResource
{
    /// <summary>The program: a path, or a name to look up in PATH.</summary>
    public string Command { get; } = command;

    /// <summary>The folder that the program runs in.</summary>
    public string WorkingDirectory { get; } = workingDirectory;
}
