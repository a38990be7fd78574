namespace Aspire.Hosting.ApplicationModel;

/// <summary>An event that was raised.</summary>
/// <param name="EventTask">Ends when the event's handlers have.</param>
internal sealed record EventSnapshot(Task EventTask);
