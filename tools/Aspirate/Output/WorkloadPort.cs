namespace Aspirate.Output;

/// <summary>A port of a workload.</summary>
/// <param name="Name">The binding's name.</param>
/// <param name="Internal">Where the container listens.</param>
/// <param name="External">Where the service listens; null for the same.</param>
internal sealed record WorkloadPort(string Name, int Internal, int? External);
