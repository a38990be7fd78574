using Microsoft.EntityFrameworkCore;

namespace Digits.Processing.Storage;

/// <summary>The tables of the catalogue. Reads are never tracked: a version does not change.</summary>
internal sealed class DatasetsContext(DbContextOptions<DatasetsContext> options) : DbContext(options)
{
    public DbSet<StoredVersion> Versions => Set<StoredVersion>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var version = modelBuilder.Entity<StoredVersion>();
        version.ToTable("versions");
        version.HasKey(row => row.Id);
        version.HasIndex(row => new { row.Name, row.Version }).IsUnique();
        version.Ignore(row => row.Shape);
        version.ComplexProperty(row => row.Train);
        version.ComplexProperty(row => row.Test);
    }
}
