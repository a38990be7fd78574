namespace Aspire.Dashboard.Telemetry;

/// <summary>One signal of one resource, so that room can be made where most is taken.</summary>
internal interface ITelemetryPart
{
    /// <summary>About how much memory it takes.</summary>
    long Bytes { get; }

    bool IsEmpty { get; }

    /// <summary>Only if it is not empty.</summary>
    void DropOldest();
}
