using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;

namespace Digits.ServiceDefaults;

/// <summary>The gRPC services that this process answers for, found in its endpoints.</summary>
internal sealed class MappedServices(EndpointDataSource endpoints)
{
    private readonly Lazy<IReadOnlyList<ServiceDescriptor>> _descriptors = new(() => Find(endpoints));

    public IReadOnlyList<ServiceDescriptor> Descriptors => _descriptors.Value;

    public IEnumerable<string> Names => Descriptors.Select(descriptor => descriptor.FullName);

    private static List<ServiceDescriptor> Find(EndpointDataSource endpoints) =>
        [.. endpoints.Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
            .OfType<Type>()
            .Distinct()
            .Select(DescriptorOf)
            .OrderBy(descriptor => descriptor.FullName, StringComparer.Ordinal)];

    private static ServiceDescriptor DescriptorOf(Type implementation)
    {
        // Generated code puts the descriptor beside the base class that carries the attribute.
        var binding = implementation.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException($"{implementation} does not derive from a generated service.");
        return (ServiceDescriptor)binding.BindType.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
    }
}
