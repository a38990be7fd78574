using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Api;

/// <summary>A span at its place in the tree.</summary>
internal readonly record struct TraceNode(SpanStore Store, int Number, int Depth, bool HasChildren);
