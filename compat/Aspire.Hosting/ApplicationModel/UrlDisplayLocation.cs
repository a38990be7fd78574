namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where an address is shown.</summary>
public enum UrlDisplayLocation
{
    /// <summary>In the list of resources and among the details.</summary>
    SummaryAndDetails,

    /// <summary>Among the details only.</summary>
    DetailsOnly,
}
