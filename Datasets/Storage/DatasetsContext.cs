using Microsoft.EntityFrameworkCore;

namespace Digits.Datasets.Storage;

/// <summary>The tables of the catalogue. Reads are never tracked: rows never change, except for the two pointers
/// of a data set and the state of a correction.</summary>
internal sealed class DatasetsContext(DbContextOptions<DatasetsContext> options) : DbContext(options)
{
    public DbSet<StoredDataset> Datasets => Set<StoredDataset>();

    public DbSet<StoredVersion> Versions => Set<StoredVersion>();

    public DbSet<StoredChange> Changes => Set<StoredChange>();

    public DbSet<StoredPack> Packs => Set<StoredPack>();

    public DbSet<StoredCorrection> Corrections => Set<StoredCorrection>();

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
