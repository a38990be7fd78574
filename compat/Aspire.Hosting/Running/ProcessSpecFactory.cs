using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Projects;

namespace Aspire.Hosting.Running;

/// <summary>Works out how to start a resource: its program, arguments and environment.</summary>
internal sealed class ProcessSpecFactory(DistributedApplicationExecutionContext executionContext, TelemetryEnvironment telemetry)
{
    public async Task<ProcessSpec> CreateAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var resource = instance.Resource;
        var arguments = await ArgumentsAsync(instance, cancellationToken);
        var environment = await EnvironmentAsync(instance, cancellationToken);
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

    private static async Task<string[]> ArgumentsAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], cancellationToken);
        foreach (var annotation in instance.Resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        if (context.Args.Count == 0 && instance.Resource.Annotations.OfType<ProfileArgumentsAnnotation>().SingleOrDefault() is { } profile)
        {
            return [.. profile.Arguments];
        }

        var arguments = new string[context.Args.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = await ValueResolver.TextAsync(context.Args[i], instance, cancellationToken);
        }

        return arguments;
    }

    private async Task<Dictionary<string, string>> EnvironmentAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, instance.Resource, cancellationToken: cancellationToken);
        if (instance.Resource is ProjectResource)
        {
            ProjectEnvironment.Add(context.EnvironmentVariables, instance);
        }

        if (instance.Resource.Annotations.OfType<OtlpExporterAnnotation>().Any())
        {
            telemetry.Add(context.EnvironmentVariables, instance);
        }

        foreach (var annotation in instance.Resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        var environment = new Dictionary<string, string>();
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            environment[name] = await ValueResolver.TextAsync(value, instance, cancellationToken);
        }

        return environment;
    }
}
