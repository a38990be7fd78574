using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Works out how to start a resource: its program, arguments and environment.</summary>
internal sealed class ProcessSpecFactory(DistributedApplicationExecutionContext executionContext)
{
    public async Task<ProcessSpec> CreateAsync(IResource resource, CancellationToken cancellationToken)
    {
        var arguments = await ArgumentsAsync(resource, cancellationToken);
        var environment = await EnvironmentAsync(resource, cancellationToken);
        switch (resource)
        {
            case ProjectResource:
                var project = resource.Annotations.OfType<IProjectMetadata>().Single().ProjectPath;
                var output = resource.Annotations.OfType<ProjectOutputAnnotation>().Single().TargetPath!;
                return new(DotnetHost.Path, [output, .. arguments], Path.GetDirectoryName(project)!, environment);
            case ExecutableResource executable:
                return new(executable.Command, arguments, executable.WorkingDirectory, environment);
            default:
                throw new DistributedApplicationException($"Resource '{resource.Name}' is of a kind that cannot be started: {resource.GetType().Name}.");
        }
    }

    private static async Task<string> TextAsync(object value, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        IValueProvider provider => await provider.GetValueAsync(cancellationToken) ?? string.Empty,
        _ => throw new DistributedApplicationException($"A value of type {value.GetType().Name} can be neither an argument nor an environment variable."),
    };

    private static async Task<string[]> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        var arguments = new string[context.Args.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = await TextAsync(context.Args[i], cancellationToken);
        }

        return arguments;
    }

    private async Task<Dictionary<string, string>> EnvironmentAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, cancellationToken: cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        var environment = new Dictionary<string, string>();
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            environment[name] = await TextAsync(value, cancellationToken);
        }

        return environment;
    }
}
