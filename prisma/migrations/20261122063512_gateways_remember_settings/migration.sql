ALTER TABLE "gateway" ADD COLUMN "settings_fingerprint" TEXT;
