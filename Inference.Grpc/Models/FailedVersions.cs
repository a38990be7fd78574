using System.Collections.Concurrent;
using Digits.Training.V1;

namespace Digits.Inference.Models;

/// <summary>
/// Remembers the versions that could not be loaded, by name, number and SHA-256, for as long as the registry names them. A version that
/// can never be loaded is not downloaded again, however often the registry is read; a version whose download failed is tried again. One
/// thread writes; others may read.
/// </summary>
internal sealed class FailedVersions
{
    /// <summary>
    /// After this many failures a replica no longer waits for the version before it calls itself ready, and a file that keeps arriving
    /// damaged counts as unusable: the damage is not on the way then, but in what Training stores.
    /// </summary>
    public const int PatientAttempts = 3;

    private readonly ConcurrentDictionary<(string Model, int Version, string Sha256), Failure> _failures = new();

    /// <summary>What is known of a version; null when it has not failed.</summary>
    public Failure? Find(ModelVersion version) => _failures.GetValueOrDefault(KeyOf(version));

    /// <summary>Notes that a version can never be loaded.</summary>
    public Failure AddFinal(ModelVersion version, string fault) => Set(version, fault, isFinal: true);

    /// <summary>Notes that what arrived was damaged or could not be read, which is final when it happens again and again.</summary>
    public Failure AddSuspect(ModelVersion version, string fault) =>
        Set(version, fault, isFinal: AttemptsWith(version) >= PatientAttempts);

    /// <summary>Notes that a version could not be fetched this time.</summary>
    public Failure AddTransient(ModelVersion version, string fault) => Set(version, fault, isFinal: false);

    /// <summary>Forgets a version that has been loaded.</summary>
    public void Remove(ModelVersion version) => _failures.TryRemove(KeyOf(version), out _);

    /// <summary>Forgets all versions of a model.</summary>
    public void Forget(string model)
    {
        foreach (var key in _failures.Keys.Where(key => key.Model == model))
        {
            _failures.TryRemove(key, out _);
        }
    }

    /// <summary>Forgets all versions that the registry no longer names as they were.</summary>
    public void KeepOnly(IEnumerable<RegisteredModel> registry)
    {
        var named = registry.SelectMany(model => model.Versions).Select(KeyOf).ToHashSet();
        foreach (var gone in _failures.Keys.Where(key => !named.Contains(key)))
        {
            _failures.TryRemove(gone, out _);
        }
    }

    private int AttemptsWith(ModelVersion version) => (Find(version)?.Attempts ?? 0) + 1;

    private Failure Set(ModelVersion version, string fault, bool isFinal) =>
        _failures[KeyOf(version)] = new Failure(AttemptsWith(version), fault, isFinal);

    private static (string Model, int Version, string Sha256) KeyOf(ModelVersion version) =>
        (version.Model, version.Version, version.Sha256);
}

/// <summary>How loading a version has failed.</summary>
/// <param name="Attempts">How often, at least once.</param>
/// <param name="Fault">What went wrong the last time.</param>
/// <param name="IsFinal">Whether another attempt is pointless.</param>
internal sealed record Failure(int Attempts, string Fault, bool IsFinal)
{
    /// <summary>Whether nothing should wait for this version any longer.</summary>
    public bool IsSettled => IsFinal || Attempts >= FailedVersions.PatientAttempts;
}
