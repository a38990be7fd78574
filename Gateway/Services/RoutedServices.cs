using Digits.Inference.V1;
using Digits.OpenInference.V2;
using Digits.Processing.V1;
using Digits.ServiceDefaults.Clients;
using Digits.Training.V1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Digits.Gateway.Services;

/// <summary>The services behind the gateway.</summary>
internal sealed record RoutedServices(IReadOnlyList<RoutedService> All)
{
    /// <summary>The RPCs of all services.</summary>
    public IEnumerable<RpcMethod> Rpcs =>
        from service in All
        from method in service.Contract.Methods
        select new RpcMethod(method, service.Peer);

    /// <summary>All that a new service needs is a line here; a new RPC needs nothing.</summary>
    public static RoutedServices Default { get; } = new(
    [
        new RoutedService(ProcessingService.Descriptor, Peer.Processing),
        new RoutedService(CatalogService.Descriptor, Peer.Processing),
        new RoutedService(CorrectionService.Descriptor, Peer.Processing),
        new RoutedService(TrainingService.Descriptor, Peer.Training),
        new RoutedService(ModelService.Descriptor, Peer.Training),
        new RoutedService(InferenceService.Descriptor, Peer.Inference),
        new RoutedService(GRPCInferenceService.Descriptor, Peer.Inference),
    ]);
}

/// <summary>A gRPC service behind the gateway.</summary>
/// <param name="Contract">Its descriptor.</param>
/// <param name="Peer">The process that serves it.</param>
internal sealed record RoutedService(ServiceDescriptor Contract, Peer Peer);
