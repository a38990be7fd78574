namespace Digits.Training.Starter;

/// <summary>The model that a new installation begins with; section <c>Starter</c> of the configuration.</summary>
internal sealed class StarterOptions
{
    public const string Section = "Starter";

    /// <summary>Whether to train on the starter data set when there is no run and no model yet.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long to wait for that data set: Processing may start later, and needs some seconds for the drawing.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(5);
}
