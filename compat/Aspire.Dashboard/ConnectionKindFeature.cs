namespace Aspire.Dashboard;

/// <summary>Which kind of port a request has come in by.</summary>
internal sealed record ConnectionKindFeature(ConnectionKind Kind)
{
    public static bool Is(HttpContext context, ConnectionKind kind) => context.Features.Get<ConnectionKindFeature>()?.Kind == kind;
}
