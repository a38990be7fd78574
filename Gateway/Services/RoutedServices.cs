using Digits.Inference.V1;
using Digits.Processing.V1;
using Digits.ServiceDefaults.Clients;
using Digits.Training.V1;

namespace Digits.Gateway.Services;

/// <summary>The services behind the gateway.</summary>
internal sealed record RoutedServices(IReadOnlyList<RoutedService> All)
{
    /// <summary>All that a new service needs is a line here; a new RPC needs nothing.</summary>
    public static RoutedServices Default { get; } = new(
    [
        new RoutedService(ProcessingService.Descriptor, Peer.Processing),
        new RoutedService(CatalogService.Descriptor, Peer.Processing),
        new RoutedService(CorrectionService.Descriptor, Peer.Processing),
        new RoutedService(TrainingService.Descriptor, Peer.Training),
        new RoutedService(ModelService.Descriptor, Peer.Training),
        new RoutedService(InferenceService.Descriptor, Peer.Inference),
    ]);
}
