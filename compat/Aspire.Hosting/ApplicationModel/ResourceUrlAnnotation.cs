using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An address of a resource, as it is shown.</summary>
public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    /// <summary>The higher it is, the earlier it comes.</summary>
    [SuppressMessage("Design", "CA1051:Do not declare visible instance fields", Justification = "It is a field in Aspire.")]
    public int? DisplayOrder;

    /// <summary>The address; a relative one is completed by its endpoint's.</summary>
    public required string Url { get; set; }

    /// <summary>The text; null for the address itself.</summary>
    public string? DisplayText { get; set; }

    /// <summary>The endpoint that it belongs to; null for none.</summary>
    public EndpointReference? Endpoint { get; init; }

    /// <summary>Where it is shown.</summary>
    public UrlDisplayLocation DisplayLocation { get; set; } = UrlDisplayLocation.SummaryAndDetails;
}
