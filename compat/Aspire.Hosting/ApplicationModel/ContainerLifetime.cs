namespace Aspire.Hosting.ApplicationModel;

/// <summary>How long a container lives.</summary>
public enum ContainerLifetime
{
    /// <summary>As long as the application host.</summary>
    Session = 0,

    /// <summary>Until somebody removes it.</summary>
    Persistent = 1,
}
