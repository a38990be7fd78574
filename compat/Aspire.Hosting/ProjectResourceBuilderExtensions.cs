using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Projects;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting;

/// <summary>Adds .NET projects.</summary>
public static partial class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project that the application host references, with its first launch profile that starts a project.</summary>
    /// <typeparam name="TProject">The generated class <c>Projects.Name</c>.</typeparam>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">The resource's name.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, _ => { });

    /// <summary>Adds a project that the application host references.</summary>
    /// <typeparam name="TProject">The generated class <c>Projects.Name</c>.</typeparam>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="launchProfileName">The launch profile to take; null for none.</param>
    /// <returns>The resource's builder.</returns>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, options =>
        {
            options.ExcludeLaunchProfile = launchProfileName is null;
            options.LaunchProfileName = launchProfileName;
        });

    /// <summary>Adds a project that the application host references.</summary>
    /// <typeparam name="TProject">The generated class <c>Projects.Name</c>.</typeparam>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="configure">Chooses the launch profile.</param>
    /// <returns>The resource's builder.</returns>
    /// <exception cref="DistributedApplicationException">The chosen launch profile does not exist.</exception>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, Action<ProjectResourceOptions> configure)
        where TProject : IProjectMetadata, new()
    {
        var options = new ProjectResourceOptions();
        configure(options);

        var metadata = new TProject();
        var project = builder.AddResource(new ProjectResource(name)).WithAnnotation<IProjectMetadata>(metadata);
        project.WithAnnotation(ProjectOutputAnnotation.Find(metadata));
        if (builder.ExecutionContext.IsPublishMode)
        {
            PublishedProject.Apply(project, metadata, options);
            return project;
        }

        project.WithOtlpExporter();
        ProjectLaunch.Apply(project, metadata, options);
        return project;
    }

    /// <summary>Runs a project in several processes behind the proxies of its endpoints.</summary>
    /// <param name="builder">The project's builder.</param>
    /// <param name="replicas">The number of processes, at least 1.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
    }
}
