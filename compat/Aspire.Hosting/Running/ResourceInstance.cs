using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>One process of a resource over all its starts; a project with replicas has several.</summary>
internal sealed class ResourceInstance : IResourceAnnotation
{
    private const string SuffixLetters = "abcdefghjkmnpqrstuvwxyz";
    private const int SuffixLength = 8;

    private readonly Dictionary<string, int> _targetPorts = new(StringComparer.OrdinalIgnoreCase);

    public ResourceInstance(IResource resource)
    {
        Resource = resource;
        Suffix = RandomNumberGenerator.GetString(SuffixLetters, SuffixLength);
        Id = $"{resource.Name}-{Suffix}";
    }

    public IResource Resource { get; }

    /// <summary>Unique within the application; the name and <see cref="Suffix"/>.</summary>
    public string Id { get; }

    /// <summary>Tells the instance apart from others of its name, in telemetry too.</summary>
    public string Suffix { get; }

    /// <summary>The port that the process listens on.</summary>
    public int TargetPort(EndpointAnnotation endpoint) => _targetPorts[endpoint.Name];

    /// <summary>Chooses the ports to listen on for the next start: those of the model, else free ones.</summary>
    public void ChooseTargetPorts()
    {
        EndpointAnnotation[] endpoints = [.. Resource.Annotations.OfType<EndpointAnnotation>()];
        foreach (var (endpoint, free) in endpoints.Zip(Ports.Free(endpoints.Length)))
        {
            _targetPorts[endpoint.Name] = endpoint.IsProxied ? endpoint.TargetPort ?? free : endpoint.AllocatedEndpoint!.Port;
        }
    }
}
