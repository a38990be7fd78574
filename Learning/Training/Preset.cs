namespace Digits.Learning.Training;

/// <summary>Training settings known by a name.</summary>
/// <param name="Name">Lower case, for example <c>default</c>.</param>
/// <param name="Description">One sentence for people.</param>
/// <param name="Settings">What the name stands for.</param>
public sealed record Preset(string Name, string Description, TrainingSettings Settings);
