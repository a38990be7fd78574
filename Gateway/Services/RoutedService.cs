using Digits.ServiceDefaults.Clients;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Digits.Gateway.Services;

/// <summary>A gRPC service whose contract becomes routes.</summary>
/// <param name="Contract">Its descriptor.</param>
/// <param name="Peer">The process that serves it.</param>
internal sealed record RoutedService(ServiceDescriptor Contract, Peer Peer);
