namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a container sees at a path.</summary>
public enum ContainerMountType
{
    /// <summary>A file or folder of the machine.</summary>
    BindMount,

    /// <summary>A volume.</summary>
    Volume,
}
