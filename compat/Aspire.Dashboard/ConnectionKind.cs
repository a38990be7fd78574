namespace Aspire.Dashboard;

/// <summary>What a port is for.</summary>
internal enum ConnectionKind
{
    Frontend,
    Otlp,
}
