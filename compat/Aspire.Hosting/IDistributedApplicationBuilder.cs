using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Collects the resources of an application and builds the host that runs them.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Configuration from appsettings.json, the environment and the command line.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The folder of the application host's project; relative paths start here.</summary>
    string AppHostDirectory { get; }

    /// <summary>The assembly of the application host, where one is known.</summary>
    Assembly? AppHostAssembly { get; }

    /// <summary>The host's environment (Development, Production ...).</summary>
    IHostEnvironment Environment { get; }

    /// <summary>Services of the application host itself.</summary>
    IServiceCollection Services { get; }

    /// <summary>Whether the application is run or published.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>Events in the life of the application and its resources.</summary>
    IDistributedApplicationEventing Eventing { get; }

    /// <summary>The resources added so far.</summary>
    IResourceCollection Resources { get; }

    /// <summary>Adds a resource.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <returns>A builder that configures it.</returns>
    /// <exception cref="DistributedApplicationException">There is a resource of that name already (case does not matter).</exception>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    /// <summary>Makes a builder for a resource without adding it.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <returns>A builder that configures it.</returns>
    IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource;

    /// <summary>Builds the application.</summary>
    /// <returns>The application, not yet started.</returns>
    /// <exception cref="DistributedApplicationException">Resources wait for one another in a circle.</exception>
    DistributedApplication Build();
}
