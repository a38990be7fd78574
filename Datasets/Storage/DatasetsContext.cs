using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Digits.Datasets.Storage;

/// <summary>
/// The tables of the catalogue, for SQLite and PostgreSQL. Reads are never tracked: what is kept does not change, but for a data set's two
/// pointers and the state of corrections.
/// </summary>
/// <remarks>
/// A change of the tables needs a migration: <c>dotnet ef migrations add NAME --project Datasets --output-dir Storage/Migrations
/// --startup-project Processing.Grpc</c>. The types of columns are then taken out of it, so that each provider chooses its own.
/// </remarks>
internal sealed class DatasetsContext(DbContextOptions<DatasetsContext> options) : DbContext(options)
{
    public DbSet<StoredDataset> Datasets => Set<StoredDataset>();

    public DbSet<StoredVersion> Versions => Set<StoredVersion>();

    public DbSet<StoredChange> Changes => Set<StoredChange>();

    public DbSet<StoredPack> Packs => Set<StoredPack>();

    public DbSet<StoredCorrection> Corrections => Set<StoredCorrection>();

    // Left to the providers, a list would be JSON in SQLite and an array in PostgreSQL, and one migration could not serve both.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<string[]>().HaveConversion<JsonText<string>, SameItems<string>>();
        configurationBuilder.Properties<int[]>().HaveConversion<JsonText<int>, SameItems<int>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var dataset = modelBuilder.Entity<StoredDataset>();
        dataset.ToTable("datasets");
        dataset.HasKey(row => row.Name);

        var version = modelBuilder.Entity<StoredVersion>();
        version.ToTable("dataset_versions");
        version.HasKey(row => row.Id);
        version.HasIndex(row => new { row.Name, row.Version }).IsUnique();
        version.Ignore(row => row.Shape);
        version.Ignore(row => row.Count);
        version.ComplexProperty(row => row.Train);
        version.ComplexProperty(row => row.Validation);
        version.ComplexProperty(row => row.Test);

        var change = modelBuilder.Entity<StoredChange>();
        change.ToTable("changes");
        change.HasKey(row => row.Id);
        change.Ignore(row => row.NextNumber);
        change.HasIndex(row => new { row.Dataset, row.Id });

        var pack = modelBuilder.Entity<StoredPack>();
        pack.ToTable("packs");
        pack.HasKey(row => new { row.Dataset, row.First });

        var correction = modelBuilder.Entity<StoredCorrection>();
        correction.ToTable("corrections");
        correction.HasKey(row => row.Id);
        correction.HasIndex(row => new { row.State, row.Dataset, row.Id });
    }
}

/// <summary>Keeps a list as JSON.</summary>
internal sealed class JsonText<T>() : ValueConverter<T[], string>(
    list => JsonSerializer.Serialize(list, (JsonSerializerOptions?)null),
    text => JsonSerializer.Deserialize<T[]>(text, (JsonSerializerOptions?)null)!);

/// <summary>Compares lists, which are never changed in place, item by item.</summary>
internal sealed class SameItems<T>() : ValueComparer<T[]>(
    (one, other) => one == other || (one != null && other != null && one.SequenceEqual(other)),
    list => list.Aggregate(0, (hash, item) => HashCode.Combine(hash, item)));
