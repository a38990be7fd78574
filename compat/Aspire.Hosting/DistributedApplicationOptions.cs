namespace Aspire.Hosting;

/// <summary>How the application host is set up.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line, read as configuration (<c>--key value</c>).</summary>
    public string[]? Args { get; set; }

    /// <summary>The name of the application host's assembly; by default the one that started the process.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The application host's folder; by default the one that its project was built in.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>Whether to start no dashboard.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Whether the dashboard may be reached without TLS; <c>ASPIRE_ALLOW_UNSECURED_TRANSPORT</c> allows it too.</summary>
    public bool AllowUnsecuredTransport { get; set; }
}
