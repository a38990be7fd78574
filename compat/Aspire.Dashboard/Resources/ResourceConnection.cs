namespace Aspire.Dashboard.Resources;

/// <summary>How the dashboard stands with the application host.</summary>
internal enum ResourceConnection
{
    /// <summary>There is no application host: the dashboard only shows telemetry.</summary>
    None,

    /// <summary>Not yet there.</summary>
    Connecting,

    Connected,

    /// <summary>It was there; what is shown is what it last said.</summary>
    Lost,
}
